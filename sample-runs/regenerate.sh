#!/bin/sh
# Makes the stored runs anew, with their comparisons and reports: about seven minutes on 2 cores.
#   sample-runs/regenerate.sh              all of them
#   sample-runs/regenerate.sh gpt2 mlp     those whose names begin so
# Equal bytes come out, but for the environment in the manifests and the date in the reports.
set -eu
cd "$(dirname "$0")/.."
wanted="$*"

is_wanted() {
  [ -z "$wanted" ] && return 0
  for prefix in $wanted; do
    case "$1" in "$prefix"*) return 0 ;; esac
  done
  return 1
}

run() { # NAME MODEL OPTIONS
  name=$1
  shift
  if is_wanted "$name"; then
    ./app/unitscope sample "$@" --out "sample-runs/$name" > /dev/null
  fi
}

pair() { # NAME, of runs NAME-unscaled and NAME-unit
  if is_wanted "$1"; then
    ./app/unitscope compare "sample-runs/$1-unscaled" "sample-runs/$1-unit" \
      --csv "sample-runs/$1-unscaled-unit.csv" > /dev/null
  fi
}

report() { # NAME, as pair
  if is_wanted "$1"; then
    ./app/unitscope report "sample-runs/$1-unscaled" "sample-runs/$1-unit" \
      -o "sample-runs/$1-unscaled-unit.html"
  fi
}

run mlp-fp8 model-zoo/mlp.json --formats fp8
run transformer-ffn-fp16 model-zoo/transformer-ffn.json --formats fp16
run gpt-mini-fp8-unscaled model-zoo/gpt-mini.json --formats fp8
run gpt-mini-fp8-unit model-zoo/gpt-mini.json --formats fp8 --scheme unit:paper
run gpt-mini-fp16-unscaled model-zoo/gpt-mini.json --formats fp16
run gpt-mini-fp16-unit model-zoo/gpt-mini.json --formats fp16 --scheme unit:paper
run bert-base-fp8-unscaled model-zoo/bert-base.json --set batch=2 --set sequence=64 --formats fp8
run bert-base-fp8-unit model-zoo/bert-base.json --set batch=2 --set sequence=64 --formats fp8 --scheme unit:paper
run bert-base-fp16-unscaled model-zoo/bert-base.json --set batch=2 --set sequence=64 --formats fp16
run bert-base-fp16-unit model-zoo/bert-base.json --set batch=2 --set sequence=64 --formats fp16 --scheme unit:paper
run gpt2-fp8-unscaled model-zoo/gpt2.json --set batch=2 --set sequence=64 --formats fp8
run gpt2-fp8-unit model-zoo/gpt2.json --set batch=2 --set sequence=64 --formats fp8 --scheme unit:paper
run gpt2-fp16-unscaled model-zoo/gpt2.json --set batch=2 --set sequence=64 --formats fp16
run gpt2-fp16-unit model-zoo/gpt2.json --set batch=2 --set sequence=64 --formats fp16 --scheme unit:paper

pair gpt-mini-fp8
pair gpt-mini-fp16
pair bert-base-fp8
pair bert-base-fp16
pair gpt2-fp8
pair gpt2-fp16

report bert-base-fp8
report bert-base-fp16
report gpt2-fp8
report gpt2-fp16
