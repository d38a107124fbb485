#!/bin/sh
# What a round over 1,000 and 10,000 tables costs, against one hand-written UNION ALL.
# Brings its own PostgreSQL. Settings: TABLES, ROWS, ROUNDS, MANY (0 leaves the large one out),
# URL (jdbc:postgresql://… of a database that may be written to).
set -eu
cd "$(dirname "$0")/.."

settings="-Dtables=${TABLES:-1000} -Drows=${ROWS:-2000} -Drounds=${ROUNDS:-15} -Dmany=${MANY:-10000}"
[ -z "${URL:-}" ] || settings="$settings -Durl=$URL"

# On the JDK that Maven selects, whichever java is on the path.
exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED $settings -classpath %classpath dev.punctual.observe.jdbc.WarehouseRound"
