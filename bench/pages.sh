#!/bin/sh
# What the report, the board and the weekly review cost with 1,000 rules and 184 days of history, against their SQL alone.
# Settings: RULES, ROUNDS, POSTGRES (true: also on a PostgreSQL of its own),
# EACH (true: the time of each statement), PAGES (addresses with commas between).
set -eu
cd "$(dirname "$0")/.."

settings="-Drules=${RULES:-1000} -Drounds=${ROUNDS:-15} -Dpostgres=${POSTGRES:-true} -Deach=${EACH:-false}
  ${PAGES:+-Dpages=$PAGES}"

# On the JDK that Maven selects, whichever java is on the path.
exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.bench.PageRun"
