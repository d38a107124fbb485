package dev.punctual.ledger;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What every feature says of the service itself.
 *
 * @param url base of links in messages, without a trailing slash
 * @param timezone IANA zone of the service: report header, digests
 * @param rules directory of the rule files
 */
@ConfigurationProperties("punctual")
public record ServiceConfig(
    @Bindable(defaultValue = "http://localhost:8080") String url,
    @Bindable(defaultValue = "UTC") String timezone,
    @Bindable(defaultValue = "sla-rules") String rules) {}
