#!/bin/sh
# How long `validate` of 1,000 rules takes, and how long until `serve` with them and `demo` answer.
# Settings: RULES (1000), RUNS (5).
set -eu
cd "$(dirname "$0")/.."

settings="-Drules=${RULES:-1000} -Druns=${RUNS:-5}"

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx256m $settings -classpath %classpath dev.punctual.bench.StartRun"
