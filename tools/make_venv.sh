#!/bin/sh
# Makes the virtual environment, or says in one line what is missing.
set -eu
python=$1
venv=$2
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "需要 Python 3.11 或更新版本（当前：$("$python" --version 2>&1)）；可用 make PYTHON=/path/to/python3.11 指定。 / Python 3.11 or newer is needed." >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
  else
    echo "缺少 venv 模块：请安装 python3-venv（Debian/Ubuntu：sudo apt install python3-venv）。 / The venv module is missing: install python3-venv." >&2
    exit 1
  fi
fi
"$python" -m venv "$venv"
