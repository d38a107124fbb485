#!/bin/sh
# Counts a report anew from GET /api/v1/deadlines alone and prints every figure that differs.
# Usage: bench/recount.sh [URL] [PERIOD], by default http://localhost:8080.
set -eu
cd "$(dirname "$0")/.."

exec mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-classpath %classpath dev.punctual.recount.Recount ${1:-http://localhost:8080} ${2:-current}"
