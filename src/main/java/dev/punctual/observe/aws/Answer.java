package dev.punctual.observe.aws;

import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service answered to one request. */
sealed interface Answer {

  record Ok(Reply reply) implements Answer {
    Json json() {
      return reply.json();
    }
  }

  /**
   * It said no to this request.
   *
   * @param code as AWS names it: {@code EntityNotFoundException}; empty where it names none
   * @param message in its words, which may be empty
   */
  record Refused(int status, String code, String message) implements Answer {

    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");
    private static final int MOST_OF_IT = 4096;

    /** Reads both forms: JSON of Glue and Athena, XML of S3. */
    static Refused of(Reply reply) {
      if (reply.isJson()) {
        String type = reply.json().text("__type", "");
        String message = reply.json().text("message", reply.json().text("Message", ""));
        return new Refused(reply.status(), type.replaceFirst(".*#", ""), message);
      }
      byte[] body = reply.body();
      String xml = new String(body, 0, Math.min(body.length, MOST_OF_IT), StandardCharsets.UTF_8);
      return new Refused(reply.status(), first(CODE, xml), first(MESSAGE, xml));
    }

    private static String first(Pattern pattern, String xml) {
      Matcher matcher = pattern.matcher(xml);
      return matcher.find() ? matcher.group(1) : "";
    }

    boolean isDenied() {
      return code.startsWith("AccessDenied")
          || code.equals("AllAccessDisabled")
          || (code.isEmpty() && status == 403);
    }

    boolean isMissing() {
      return code.equals("EntityNotFoundException")
          || code.startsWith("NoSuch")
          || (code.isEmpty() && status == 404);
    }
  }
}
