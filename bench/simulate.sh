#!/bin/sh
# What `simulate` of 1,000 rules over 184 days costs, against reading the same rows by plain JDBC.
# Settings: RULES (1000), ROUNDS (9), POSTGRES (true: also on a PostgreSQL of its own).
set -eu
cd "$(dirname "$0")/.."

settings="-Drules=${RULES:-1000} -Drounds=${ROUNDS:-9} -Dpostgres=${POSTGRES:-true}"

# The heap is that of the launcher.
exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.SimulateRun"
