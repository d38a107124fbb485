package dev.punctual.alert;

class ShownChannelTest extends ChannelContract {

  private final Channel channel = new ShownChannel("slack");

  @Override
  protected Channel channel() {
    return channel;
  }

  @Override
  protected String receiver() {
    return "#data-sla";
  }
}
