package dev.punctual.alert;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When messages are sent.
 *
 * @param maxAge misses heard of later than this after their due instant share one catch-up message
 * @param digest local time of the daily digest of teams that do not say; null for none
 */
@ConfigurationProperties("punctual.alerts")
public record AlertConfig(
    @Bindable(defaultValue = "6h") Duration maxAge, @Nullable String digest) {}
