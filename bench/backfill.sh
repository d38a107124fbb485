#!/bin/sh
# Fills in ninety days from a real PostgreSQL, killed at random moments and taken up again: the statements
# its log counted, and whether every day is there once and as its rows say.
# Settings: KILLS (3), TABLES (16, four rules each), SEED.
set -eu
cd "$(dirname "$0")/.."

settings="-Dkills=${KILLS:-3} -Dtables=${TABLES:-16} -Dseed=${SEED:-1}"

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx512m --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.BackfillRun"
