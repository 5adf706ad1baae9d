#!/bin/sh
# Debian packages for the browser, PostgreSQL and office tests: installed by root, named in one line otherwise.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
[ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || missing="$missing fonts-noto-cjk"
command -v certutil >/dev/null || missing="$missing libnss3-tools"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
command -v strace >/dev/null || missing="$missing strace"
command -v soffice >/dev/null || missing="$missing libreoffice-calc-nogui"
# writer is a package of its own: calc alone brings soffice, too, and opens no docx
[ -e /usr/lib/libreoffice/program/libswlo.so ] || missing="$missing libreoffice-writer-nogui"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "安装测试所需的系统软件 / installing for the tests:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of package names
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "浏览器和 PostgreSQL 测试还缺少：$missing（Debian/Ubuntu：sudo apt install$missing）。 / Missing for the tests:$missing" >&2
  exit 1
fi
