#!/bin/sh
# The service in real time between two PostgreSQL servers and a strict Slack: met, late, missed, and a
# warehouse that is away across a due instant. Takes about eight minutes.
set -eu
cd "$(dirname "$0")/.."

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx512m --enable-native-access=ALL-UNNAMED -classpath %classpath dev.punctual.bench.LiveRun"
