package dev.punctual.observe.aws;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Answer.Ok;
import dev.punctual.observe.aws.Answer.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Buckets of S3 and of what speaks its protocol: lists keys, reads a small object. */
final class Buckets {

  private static final int PAGE = 1000;

  private final AccountSettings account;
  private final Service service;

  Buckets(AccountSettings account, Service service) {
    this.account = account;
    this.service = service;
  }

  /**
   * An object as a listing shows it.
   *
   * @param modified when it was put there, whole; an upload in parts shows only when complete
   */
  record Item(String key, long size, Instant modified) {}

  /** What a listing brought. */
  sealed interface Listing {

    /**
     * In the order of their keys.
     *
     * @param whole false where there are more
     */
    record Found(List<Item> items, boolean whole) implements Listing {}

    record Refused(Answer.Refused refused) implements Listing {}
  }

  /**
   * What to list.
   *
   * @param flat without what lies in folders below the last slash of the prefix
   * @param after only keys behind this one; null for all
   * @param until keys behind all that begin with it are not needed; null for all
   */
  record Range(Place place, boolean flat, @Nullable String after, @Nullable String until) {

    static Range all(Place place) {
      return new Range(place, false, null, null);
    }

    /** Keys come in the order of their bytes. */
    private boolean isOverBy(List<Item> items) {
      if (until == null || items.isEmpty() || items.getLast().key().startsWith(until)) {
        return false;
      }
      byte[] last = items.getLast().key().getBytes(StandardCharsets.UTF_8);
      return Arrays.compareUnsigned(last, until.getBytes(StandardCharsets.UTF_8)) > 0;
    }
  }

  /**
   * Lists keys in their order, a thousand a request.
   *
   * @param pages the most requests
   */
  Listing list(Range range, int pages) throws SourceFailure, InterruptedException {
    List<Item> items = new ArrayList<>();
    String token = null;
    for (int page = 0; page < pages; page++) {
      switch (service.get(listRequest(range, token))) {
        case Refused refused -> {
          return new Listing.Refused(refused);
        }
        case Ok ok -> token = read(ok, items);
      }
      if (token == null || range.isOverBy(items)) {
        return new Listing.Found(List.copyOf(items), true);
      }
    }
    return new Listing.Found(List.copyOf(items), false);
  }

  /** Why a listing was refused, in words. */
  static Observation refused(String bucket, Refused refused) {
    if (refused.isDenied()) {
      return new Unreachable(
          Failures.denied(
              "s3:ListBucket", "bucket " + bucket + " (arn:aws:s3:::" + bucket + ")", refused));
    }
    return switch (refused.code()) {
      case "NoSuchBucket", "InvalidBucketName" -> new Absent("there is no bucket " + bucket);
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          new Unreachable(
              "bucket "
                  + bucket
                  + " lies in another region"
                  + Failures.detail(refused)
                  + "; give it a source of its own with that region");
      default -> new Unreachable("S3 does not list bucket " + bucket + Failures.detail(refused));
    };
  }

  /** The bytes of an object, or why not. */
  Answer object(Place object) throws SourceFailure, InterruptedException {
    return service.get(
        at(object.bucket(), SdkHttpUtils.urlEncodeIgnoreSlashes(object.prefix())).build());
  }

  private SdkHttpRequest listRequest(Range range, @Nullable String token) {
    SdkHttpRequest.Builder request =
        at(range.place().bucket(), "")
            .putRawQueryParameter("list-type", "2")
            .putRawQueryParameter("max-keys", Integer.toString(PAGE))
            .putRawQueryParameter("encoding-type", "url")
            .putRawQueryParameter("prefix", range.place().prefix());
    if (token != null) {
      request.putRawQueryParameter("continuation-token", token);
    } else if (range.after() != null) {
      request.putRawQueryParameter("start-after", range.after());
    }
    if (range.flat()) {
      request.putRawQueryParameter("delimiter", "/");
    }
    return request.build();
  }

  /**
   * A bucket is a part of the host at AWS, where its name can be one, and of the path elsewhere.
   */
  private SdkHttpRequest.Builder at(String bucket, String encodedKey) {
    URI address = account.address("s3");
    boolean host = account.endpoint() == null && bucket.indexOf('.') < 0;
    String path = host ? "" : address.getRawPath() + "/" + bucket;
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(address);
    if (host) {
      request.host(bucket + "." + address.getHost());
    }
    return request.encodedPath(path + (encodedKey.isEmpty() && !host ? "" : "/") + encodedKey);
  }

  /** Adds what a page holds and gives the token of the next; null at the end. */
  private @Nullable String read(Ok page, List<Item> items) throws SourceFailure {
    try {
      Page read = Page.of(page.reply().body());
      items.addAll(read.items());
      return read.next();
    } catch (IOException e) {
      throw service.failures().unreadable(page.reply());
    }
  }

  /** One page of {@code ListObjectsV2}. */
  private record Page(List<Item> items, @Nullable String next) {

    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      return factory;
    }

    static Page of(byte[] xml) throws IOException {
      try {
        XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml));
        reader.nextTag();
        if (!reader.getLocalName().equals("ListBucketResult")) {
          throw new IOException(reader.getLocalName());
        }
        return read(reader);
      } catch (XMLStreamException | DateTimeException | NumberFormatException e) {
        throw new IOException(e);
      }
    }

    private static Page read(XMLStreamReader reader) throws XMLStreamException, IOException {
      List<Item> items = new ArrayList<>();
      String next = null;
      while (reader.next() != XMLStreamConstants.END_DOCUMENT) {
        if (reader.isStartElement()) {
          switch (reader.getLocalName()) {
            case "Contents" -> items.add(item(reader));
            case "NextContinuationToken" -> next = reader.getElementText();
            default -> {}
          }
        }
      }
      return new Page(items, next);
    }

    private static Item item(XMLStreamReader reader) throws XMLStreamException, IOException {
      String key = null;
      Instant modified = null;
      long size = 0;
      while (reader.next() != XMLStreamConstants.END_ELEMENT
          || !reader.getLocalName().equals("Contents")) {
        if (reader.isStartElement()) {
          switch (reader.getLocalName()) {
            case "Key" -> key = SdkHttpUtils.urlDecode(reader.getElementText());
            case "LastModified" -> modified = Instant.parse(reader.getElementText());
            case "Size" -> size = Long.parseLong(reader.getElementText());
            default -> {}
          }
        }
      }
      if (key == null || modified == null) {
        throw new IOException("Contents");
      }
      return new Item(key, size, modified.truncatedTo(ChronoUnit.MICROS));
    }
  }
}
