package dev.punctual.observe.aws;

import dev.punctual.observe.SettingReader;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * As whom AWS is asked. Never prints its secret.
 *
 * @param key null for what the environment brings: variables, web identity (IRSA), EKS pod
 *     identity, profile, ECS, EC2
 * @param role taken on with that login; null where it is used as it is
 */
record LoginSettings(@Nullable Key key, @Nullable Role role) {

  /** What a setting may be called. */
  static final List<String> KNOWN =
      List.of("access-key-id", "access-key-secret", "session-token", "role-arn", "external-id");

  /**
   * A key pair.
   *
   * @param sessionToken of a temporary one, else null
   */
  record Key(String id, String secret, @Nullable String sessionToken) {
    @Override
    public String toString() {
      return "the key " + id;
    }
  }

  /**
   * A role to take on.
   *
   * @param externalId what the role's owner asks to be told, else null
   */
  record Role(String arn, @Nullable String externalId) {
    @Override
    public String toString() {
      return arn;
    }
  }

  static LoginSettings of(SettingReader reader) {
    return new LoginSettings(key(reader), role(reader));
  }

  private static @Nullable Key key(SettingReader reader) {
    String id = reader.token("access-key-id");
    String secret = reader.token("access-key-secret");
    String session = reader.token("session-token");
    if (id == null && secret == null && session == null) {
      return null;
    }
    if (id == null || secret == null) {
      throw reader.wrong(
          id == null ? "access-key-id" : "access-key-secret",
          "is missing. Set access-key-id and access-key-secret, or neither to log in as the role"
              + " of this service.");
    }
    return new Key(id, secret, session);
  }

  private static @Nullable Role role(SettingReader reader) {
    String arn = reader.text("role-arn");
    if (arn == null && reader.text("external-id") != null) {
      throw reader.wrong("external-id", "is told when a role is taken on. Set role-arn too.");
    }
    if (arn != null && !arn.matches("arn:[a-z0-9-]+:iam::[0-9]{12}:role/\\S+")) {
      throw reader.wrong("role-arn", "is none. Write arn:aws:iam::123456789012:role/punctual.");
    }
    return arn == null ? null : new Role(arn, reader.text("external-id"));
  }

  /**
   * Who hands out what requests are signed with; asks nobody yet.
   *
   * @param endpoint of a stand-in that also answers for STS, else null
   */
  Provider provider(String region, @Nullable URI endpoint) {
    AwsCredentialsProvider first =
        key == null ? DefaultCredentialsProvider.builder().build() : fixed(key);
    if (role == null) {
      return new Provider(first, null);
    }
    StsClientBuilder sts = StsClient.builder().region(Region.of(region)).credentialsProvider(first);
    if (endpoint != null) {
      sts.endpointOverride(endpoint);
    }
    StsClient client = sts.build();
    StsAssumeRoleCredentialsProvider second =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client)
            .refreshRequest(
                request ->
                    request
                        .roleArn(role.arn())
                        .externalId(role.externalId())
                        .roleSessionName("punctual"))
            .build();
    return new Provider(second, client);
  }

  /** A provider and what it holds open. */
  record Provider(AwsCredentialsProvider credentials, @Nullable StsClient sts)
      implements AutoCloseable {
    @Override
    public void close() {
      if (credentials instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException("credentials could not be let go", e);
        }
      }
      if (sts != null) {
        sts.close();
      }
    }
  }

  private static StaticCredentialsProvider fixed(Key key) {
    return StaticCredentialsProvider.create(
        key.sessionToken() == null
            ? AwsBasicCredentials.create(key.id(), key.secret())
            : AwsSessionCredentials.create(key.id(), key.secret(), key.sessionToken()));
  }

  @Override
  public String toString() {
    String who = key == null ? "the AWS login of this service" : key.toString();
    return role == null ? who : role + " taken on by " + who;
  }
}
