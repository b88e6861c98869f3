#!/usr/bin/env bash
# Makes what is shipped, on one CUDA machine, in commands of under ten minutes:
#   trainers/recipe.sh backbone OUT [MINUTES]         tokenizer, pre-training, NF4
#   trainers/recipe.sh onward BACKBONE OUT [MINUTES]  the same from an earlier backbone's weights and tokenizer
#   trainers/recipe.sh packs BACKBONE OUT             the three adapters, side by side on one GPU
#   trainers/recipe.sh joint BACKBONE OUT             one adapter for all domains with their tokens together, at the
#                                                     rank and at three times it
# `python -m trainers.bundle OUT --rows ROWS` then puts the three into adapters/bundled.
# A command that was cut off goes on from its last checkpoint when it is given again.
set -eu
PYTHON=${PYTHON:-python3}
export OMP_NUM_THREADS=1 TORCHINDUCTOR_COMPILE_THREADS=3

train() { # NAME BACKBONE OUT OPTION...
    name=$1 backbone=$2 out=$3
    shift 3
    $PYTHON -m trainers.sft "$name" --backbone "$backbone" --out "$out/$name" "$@" > "$out/$name.log"
}

case ${1:-} in
backbone)
    $PYTHON -m trainers.micro --out "$2" --steps 6000 --minutes "${3:-7.4}" --workers 8
    ;;
onward)
    $PYTHON -m trainers.micro --out "$3" --start "$2" --steps 9000 --minutes "${4:-7.0}" --workers 10
    ;;
packs)
    mkdir -p "$3"
    train arithmetic "$2" "$3" --workers 4 --steps 3700 &
    train symbolic "$2" "$3" --workers 4 --steps 3050 &
    train logic "$2" "$3" --workers 3 --steps 2100 &
    wait
    ;;
joint)
    mkdir -p "$3"
    all="--tasks arithmetic --tasks symbolic --tasks logic --workers 6 --steps 8850"
    # shellcheck disable=SC2086
    train joint "$2" "$3" $all &
    # shellcheck disable=SC2086
    train joint3 "$2" "$3" $all --rank 96 &
    wait
    ;;
*)
    sed -n '2,9p' "$0" >&2
    exit 2
    ;;
esac
