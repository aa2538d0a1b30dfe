"""Coverage-guided fuzzing of one reader with atheris (libFuzzer).

    python tests/fuzz/run.py TARGET [--runs N] [--seconds N] [--corpus DIR] [--seed N]

Without --runs and --seconds it goes on until something is found. A finding ends it with exit code 77 and leaves the
input as `crash-...` beside the corpus; make it a line of `test_findings.py` when it is mended.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.targets import TARGETS


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("target", choices=TARGETS)
    arguments.add_argument("--runs", type=int, default=-1)
    arguments.add_argument("--seconds", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=0, help="0: another one each time")
    arguments.add_argument("--corpus", type=Path, default=None)
    options = arguments.parse_args()
    target = TARGETS[options.target]
    os.umask(0o077)
    os.environ["XDG_CONFIG_HOME"] = os.environ["LOCALAPPDATA"] = tempfile.mkdtemp(prefix="kecuali-fuzz-akun-")
    corpus = options.corpus or Path(tempfile.mkdtemp(prefix=f"kecuali-fuzz-{target.name}-"))
    seeds = corpus / "benih"
    seeds.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=list(target.instrument)):
        for seed in target.seeds():
            (seeds / hashlib.sha256(seed).hexdigest()).write_bytes(seed)
            target.judge(seed)  # loads what is to be instrumented, and a seed that fails is a finding too
    atheris.Setup(
        [
            sys.argv[0],
            f"-runs={options.runs}",
            f"-max_total_time={options.seconds}",
            f"-timeout={target.seconds}",
            f"-max_len={target.longest}",
            f"-seed={options.seed}",
            f"-artifact_prefix={corpus}/",
            "-rss_limit_mb=2000",
            "-print_final_stats=1",
            "-verbosity=1",
            str(seeds),
        ],
        target.judge,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
