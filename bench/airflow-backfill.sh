#!/bin/sh
# Fills in ninety days from a real Airflow; called by interop/airflow/backfill, which starts it and says
# where it is. Settings: KILLS (3), SEED.
set -eu
cd "$(dirname "$0")/.."

settings="-Dkills=${KILLS:-3} -Dseed=${SEED:-1}"

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx512m --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.AirflowBackfillRun"
