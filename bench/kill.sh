#!/bin/sh
# Kills the service at random moments while deadlines fall due and data arrives, then counts verdicts and
# messages.
# Settings: KILLS (50), PROCESSES (1), DATABASE (h2 or postgres), SEED. Takes up to 25 minutes: it waits
# for the next quarter of an hour.
set -eu
cd "$(dirname "$0")/.."

settings="-Dkills=${KILLS:-50} -Dprocesses=${PROCESSES:-1} -Ddatabase=${DATABASE:-h2} -Dseed=${SEED:-1}"

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx512m --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.KillRun"
