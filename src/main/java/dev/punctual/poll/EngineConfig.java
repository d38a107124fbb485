package dev.punctual.poll;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the engine runs. Nobody should need to set any of it.
 *
 * @param enabled whether the loops run in this process; commands and most tests do without
 * @param far how often to ask while nothing is expected
 * @param near how often to ask from the typical arrival on
 * @param overdue how often to ask in the first minutes after the due instant
 * @param roundTimeout after which a round is given up; a source's own time-outs come first
 */
@ConfigurationProperties("punctual.engine")
record EngineConfig(
    @Bindable(defaultValue = "true") boolean enabled,
    @Bindable(defaultValue = "5m") Duration far,
    @Bindable(defaultValue = "30s") Duration near,
    @Bindable(defaultValue = "1m") Duration overdue,
    @Bindable(defaultValue = "60s") Duration roundTimeout) {}
