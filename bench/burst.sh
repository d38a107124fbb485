#!/bin/sh
# How long from the due instant of 1,000 missed deadlines to the one grouped Slack request.
# Settings: RULES (1000), ROUNDS (3). Takes about five minutes.
set -eu
cd "$(dirname "$0")/.."

settings="-Drules=${RULES:-1000} -Drounds=${ROUNDS:-3}"

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx512m --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.BurstRun"
