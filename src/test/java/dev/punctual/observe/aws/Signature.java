package dev.punctual.observe.aws;

import dev.punctual.observe.wire.LocalServer.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signature Version 4 as its specification has it, written apart from the SDK that signs. */
record Signature(String key, String secret, String region) {

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request,"
              + " SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

  /** Null when the signature is good, else the code AWS refuses it with. */
  @Nullable String objection(Request request, String service) {
    Matcher auth =
        AUTHORIZATION.matcher(Objects.requireNonNullElse(header(request, "authorization"), ""));
    if (!auth.matches()) {
      return "MissingAuthenticationTokenException";
    }
    if (!auth.group(1).equals(key)) {
      return service.equals("s3") ? "InvalidAccessKeyId" : "UnrecognizedClientException";
    }
    List<String> signed = List.of(auth.group(5).split(";", -1));
    String date = Objects.requireNonNullElse(header(request, "x-amz-date"), "");
    boolean scoped =
        auth.group(3).equals(region)
            && auth.group(4).equals(service)
            && date.startsWith(auth.group(2))
            && signed.containsAll(List.of("host", "x-amz-date"));
    String scope = auth.group(2) + "/" + region + "/" + service + "/aws4_request";
    String expected = signature(request, signed, date, scope, auth.group(2), service);
    return scoped && expected.equals(auth.group(6))
        ? null
        : service.equals("s3") ? "SignatureDoesNotMatch" : "InvalidSignatureException";
  }

  /** When the request says it was signed. */
  static Instant time(Request request) {
    return LocalDateTime.parse(Objects.requireNonNull(header(request, "x-amz-date")), TIME)
        .toInstant(ZoneOffset.UTC);
  }

  private static @Nullable String header(Request request, String name) {
    return request.header(name);
  }

  private String signature(
      Request request, List<String> signed, String date, String scope, String day, String service) {
    String headers =
        signed.stream()
            .map(name -> name + ":" + String.valueOf(header(request, name)).strip() + "\n")
            .collect(Collectors.joining());
    String payload = header(request, "x-amz-content-sha256");
    String canonical =
        String.join(
            "\n",
            request.method(),
            request.target().getRawPath(),
            query(request),
            headers,
            String.join(";", signed),
            payload == null ? hash(request.body()) : payload);
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope, hash(canonical));
    byte[] signing =
        hmac(
            hmac(
                hmac(hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day), region),
                service),
            "aws4_request");
    return HexFormat.of().formatHex(hmac(signing, toSign));
  }

  private static String query(Request request) {
    String query = request.target().getRawQuery();
    return query == null
        ? ""
        : Arrays.stream(query.split("&", -1))
            .map(pair -> pair.indexOf('=') < 0 ? pair + "=" : pair)
            .sorted()
            .collect(Collectors.joining("&"));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
