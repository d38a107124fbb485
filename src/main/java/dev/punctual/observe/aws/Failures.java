package dev.punctual.observe.aws;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Answer.Refused;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Outages;
import java.util.Set;

/** What went wrong with a service as a whole, said once: what it is and what to do. */
final class Failures {

  private static final Set<String> WRONG_KEY =
      Set.of(
          "UnrecognizedClientException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "IncompleteSignature",
          "MissingAuthenticationTokenException");

  private static final Set<String> WRONG_SIGNATURE =
      Set.of("InvalidSignatureException", "SignatureDoesNotMatch");

  private static final Set<String> OVER =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken");

  private static final Set<String> TOO_MANY =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "SlowDown",
          "Slowdown");

  private final AccountSettings account;
  private final Outages outages;

  Failures(AccountSettings account, String address, String service) {
    this.account = account;
    this.outages = new Outages(account.source(), address, service);
  }

  /** What goes for every server. */
  Outages outages() {
    return outages;
  }

  static boolean isTooMany(Reply reply, Refused refused) {
    return reply.status() == 429 || TOO_MANY.contains(refused.code());
  }

  /** AWS takes a signature for five minutes to either side of its own clock (S3: fifteen). */
  static boolean isSkewed(Refused refused) {
    return refused.code().equals("RequestTimeTooSkewed")
        || refused.code().equals("RequestExpired")
        || (refused.code().equals("InvalidSignatureException")
            && refused.message().matches("(?s)Signature.(expired|not.yet).*"));
  }

  /** No login could be found or taken on. */
  SourceFailure noCredentials(Throwable cause) {
    LoginSettings login = account.login();
    if (login.role() != null) {
      return outages.failure(
          login.role()
              + " cannot be taken on: "
              + Outages.line(cause.getMessage())
              + "; its trust policy has to allow sts:AssumeRole to "
              + (login.key() == null ? "the AWS login of this service" : login.key()));
    }
    return outages.failure(
        "no AWS credentials: none in the environment, no web identity (IRSA), EKS pod identity,"
            + " profile, ECS or EC2 role; give the service a role, or set access-key-id and"
            + " access-key-secret");
  }

  /** A refusal that is not about one target; null where it is. */
  @org.jspecify.annotations.Nullable
  SourceFailure whole(Reply reply, Refused refused) {
    String code = refused.code();
    if (isTooMany(reply, refused)) {
      return busy(new Reply(429, reply.headers(), reply.body(), reply.json()), refused);
    }
    if (reply.status() >= 500) {
      return busy(reply, refused);
    }
    if (WRONG_KEY.contains(code)) {
      return login("is not known to AWS", refused, "check access-key-id, or renew the key");
    }
    if (WRONG_SIGNATURE.contains(code)) {
      return login("has another secret", refused, "check access-key-secret");
    }
    if (OVER.contains(code)) {
      return login("has expired", refused, "renew it, or use a role, which renews itself");
    }
    if (isSkewed(refused)) {
      return outages.failure(
          "the clocks differ too much for "
              + outages.address()
              + detail(refused)
              + "; synchronise the clock of this machine (NTP)");
    }
    return code.isEmpty() ? stranger(reply) : null;
  }

  private SourceFailure busy(Reply reply, Refused refused) {
    return outages.busy(
        reply,
        detail(refused),
        "look at the AWS Health Dashboard and at the quotas of the account");
  }

  private SourceFailure login(String what, Refused refused, String advice) {
    return outages.failure(account.login() + " " + what + detail(refused) + "; " + advice);
  }

  private @org.jspecify.annotations.Nullable SourceFailure stranger(Reply reply) {
    return reply.status() == 403 || reply.status() == 404 ? null : unreadable(reply);
  }

  /** An answer that AWS would not give. */
  SourceFailure unreadable(Reply reply) {
    return outages.failure(
        outages.address()
            + " answered "
            + reply.status()
            + " with something that is not of "
            + outages.server()
            + "; check region and endpoint, and what stands between");
  }

  /** Its code and words, as {@code ": AccessDenied: …"}. */
  static String detail(Refused refused) {
    if (refused.code().isEmpty() && refused.message().isBlank()) {
      return "";
    }
    String words = refused.message().isBlank() ? "" : ": " + Outages.line(refused.message());
    return " (" + (refused.code() + words).replaceFirst("^: ", "") + ")";
  }

  /** The login lacks an action; for one target. */
  static String denied(String action, String resource, Refused refused) {
    return "the login may not "
        + action
        + "; allow it in its policy on "
        + resource
        + detail(refused);
  }
}
