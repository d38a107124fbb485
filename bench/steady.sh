#!/bin/sh
# 10,000 rules of which nothing moves: CPU per check, memory, rows written.
# Settings: RULES (10000), TABLES (1000), SECONDS_MEASURED (240).
set -eu
cd "$(dirname "$0")/.."

settings="-Drules=${RULES:-10000} -Dtables=${TABLES:-1000} -Dseconds=${SECONDS_MEASURED:-240}"

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx512m --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.SteadyRun"
