"""What the scripts beside this one share: refused calls, and the file that they write."""

import json
import pathlib


def refused(name, arguments, problems):
    """A call that fails with just these problems, `(code, path)` each, in this order."""
    wanted = {"problems.length": len(problems)}
    for index, (code, path) in enumerate(problems):
        wanted[f"problems[{index}].code"] = code
        wanted[f"problems[{index}].path"] = path
    return {"name": name, "input": arguments, "expect": wanted}


def write(operation, vectors):
    """Inputs and expectations alone: `cargo xtask vectors` adds the answers."""
    target = pathlib.Path(__file__).with_name(f"{operation}.json")
    suite = {"operation": operation, "vectors": vectors}
    target.write_text(json.dumps(suite, indent=1, ensure_ascii=False) + "\n")
    print(f"{operation}: {len(vectors)} vectors")
