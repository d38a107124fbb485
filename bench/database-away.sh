#!/bin/sh
# Buttons pressed in Slack while PostgreSQL is away for ten seconds, killed and frozen: how long Slack
# waits for its answer, and what is in the ledger afterwards.
# Settings: SECONDS_AWAY (10). Takes about five minutes.
set -eu
cd "$(dirname "$0")/.."

settings="-Dseconds=${SECONDS_AWAY:-10}"

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx512m --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.DatabaseAwayRun"
