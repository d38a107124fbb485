package dev.punctual.backfill;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How a source is treated.
 *
 * @param batch days asked at once
 * @param pause between two batches
 * @param patience until a source that did not answer is asked again; twice as long each time after
 */
@ConfigurationProperties("punctual.backfill")
record BackfillConfig(
    @Bindable(defaultValue = "400") int batch,
    @Bindable(defaultValue = "500ms") Duration pause,
    @Bindable(defaultValue = "5s") Duration patience) {}
