package dev.punctual;

import dev.punctual.cli.Main;

/** Where the process begins; {@code serve} is the service. */
public final class Application {

  private Application() {}

  public static void main(String[] args) {
    Main.main(args);
  }
}
