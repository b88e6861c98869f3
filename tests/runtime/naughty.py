"""A checker that does whatever its step says; the worker's tests run it in the worker's process."""

import os
import sys
import time

from runtime.checkers import HOLDS, Context
from runtime.events import Verdict


def check(step: str, context: Context) -> object:
    match step:
        case "sleep":
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "die":
            os._exit(3)
        case "crash":
            os.abort()
        case "raise":
            raise RecursionError("deep")
        case "exit":
            sys.exit(1)
        case "rubbish":
            return {"kind": "certainly"}
        case "odd":
            return Verdict("maybe", "")  # type: ignore[arg-type]
        case "print":
            print("noise", flush=True)
        case "memory":
            bytearray(100 << 30)
        case "wrong":
            return Verdict("refuted", f"{context.question}\n{'|'.join(context.steps)} " + "x" * 5000)
    return HOLDS


def verify(answer: str, question: str) -> object:
    match answer:
        case "sleep":
            time.sleep(600)
        case "rubbish":
            return "yes"
        case "unknown":
            return None
    return answer == question
