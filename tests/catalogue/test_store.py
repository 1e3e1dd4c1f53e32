"""The atlas in a file: built on any engine, stopped and gone on with, the same digest; files that are none."""

import json
import os
import signal
import sqlite3
from concurrent.futures import ProcessPoolExecutor

import pytest

import symflux as sf
from symflux.catalogue.store import Store, digest
from symflux.errors import WorkerError

FOUR = sf.atlas(sites=4).digest


class DyingPool(ProcessPoolExecutor):
    """A pool one of whose workers is killed after a few jobs."""

    submitted = 0

    def submit(self, *arguments, **options):
        self.submitted += 1
        if self.submitted == 6:
            os.kill(next(iter(self._processes)), signal.SIGKILL)
        return super().submit(*arguments, **options)


def stored(path):
    with Store(path, readonly=True) as store:
        return {row["key"] for row in store.rows()}


@pytest.mark.parametrize("chunk", [1, 5])
def test_a_pool_gives_the_same_digest(tmp_path, chunk):
    with ProcessPoolExecutor(2) as pool:
        built = sf.atlas.build(sites=4, path=tmp_path / "atlas.sqlite", executor=pool, chunk=chunk)
    assert built.digest == FOUR and len(built) == 16
    assert stored(tmp_path / "atlas.sqlite") == {e.key for n in (3, 4) for e in sf.atlas(sites=n)}


def test_a_killed_worker_loses_nothing_that_is_stored(tmp_path):
    path = tmp_path / "atlas.sqlite"
    with DyingPool(1) as pool, pytest.raises(WorkerError, match="what is stored stays"):
        sf.atlas.build(sites=4, path=path, executor=pool)
    before = stored(path)
    assert len(before) < 19
    built = sf.atlas.build(sites=4, path=path)
    assert before <= stored(path) and built.digest == FOUR


def test_a_build_goes_on_where_it_stopped(tmp_path, monkeypatch):
    path = tmp_path / "atlas.sqlite"
    sf.atlas.build(sites=3, path=path)
    asked = []

    def counting(key):
        asked.append(key)
        return settle(key)

    from symflux.catalogue.settle import settle

    monkeypatch.setattr("symflux.catalogue.atlas.settle", counting)
    sf.atlas.build(sites=4, path=path)
    assert len(asked) == 16


@pytest.mark.filterwarnings("ignore")
def test_dask_with_a_worker_killed_in_the_middle(tmp_path):
    distributed = pytest.importorskip("distributed")
    path = tmp_path / "atlas.sqlite"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster, distributed.Client(cluster) as client:
        executor = client.get_executor()
        real, count = executor.submit, [0]

        def submit(*arguments, **options):
            count[0] += 1
            if count[0] == 8:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            return real(*arguments, **options)

        executor.submit = submit
        built = sf.atlas.build(sites=5, path=path, executor=executor, chunk=5)
    assert count[0] > 8
    assert built.digest == sf.atlas(sites=5).digest and len(built) == 98


def test_witnesses_are_not_part_of_the_digest():
    rows = [dict(entry.data) for entry in sf.atlas(sites=4)]
    copies = json.loads(json.dumps(rows))
    for row in copies:
        for orbit in row["orbits"]:
            orbit.pop("points", None)
    assert digest(copies) == digest(rows)
    copies[0]["orbits"][0]["kind"] = "any"
    assert digest(copies) != digest(rows)


def test_files_that_are_no_atlas_are_refused_in_one_line(tmp_path):
    text = tmp_path / "text.sqlite"
    text.write_text("no database at all, but long enough to be looked at" * 10)
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    missing = tmp_path / "missing.sqlite"
    old = tmp_path / "old.sqlite"
    with Store(old) as store:
        store._database.execute("UPDATE about SET value = '99'")
        store._database.commit()
    for path in (text, empty, missing, old):
        with pytest.raises(sf.NetworkError) as refusal:
            sf.atlas(sites=4, path=path)
        assert path.name in str(refusal.value) and "\n" not in str(refusal.value)
    assert not missing.exists()


ORBIT = '{"kind": "fixed", "sign": 1, "bonds": [[1, 2, 1]]}'
GOOD = f'{{"key": "12", "hidden": 0, "circulates": "never", "orbits": [{ORBIT}]}}'


def test_a_good_row_is_read(tmp_path):
    path = tmp_path / "atlas.sqlite"
    with Store(path):
        pass
    database = sqlite3.connect(path)
    database.execute("INSERT INTO entry VALUES ('12', 2, 1, 0, 'never', ?)", (GOOD,))
    database.commit()
    database.close()
    assert sf.atlas(sites=2, path=path)[0][1, 2].direction == (1, 2)


@pytest.mark.parametrize(
    "data",
    [
        "[]", "{}", "{", "[" * 100_000, '{"key": "other", "orbits": []}', '{"key": "12", "orbits": 3}',
        GOOD.replace('"hidden": 0', '"hidden": "0"'), GOOD.replace("never", "perhaps"), GOOD.replace("fixed", "any"),
        GOOD.replace("[1, 2, 1]", "[1, 3, 1]"), GOOD.replace("[1, 2, 1]", "[1, 2, 7]"), GOOD.replace("[1, 2, 1]", "1"),
        GOOD.replace('"sign": 1', '"sign": 2'), GOOD.replace('"sign": 1', '"open": [3]'),
        GOOD.replace('"kind"', '"points": [[1, 1, 1]], "kind"'),
    ],
)  # fmt: skip
def test_broken_rows_are_refused(tmp_path, data):
    path = tmp_path / "atlas.sqlite"
    with Store(path):
        pass
    database = sqlite3.connect(path)
    database.execute("INSERT INTO entry VALUES ('12', 2, 1, 0, 'never', ?)", (data,))
    database.commit()
    database.close()
    with pytest.raises(sf.NetworkError, match="is broken"):
        sf.atlas(sites=2, path=path)


def test_an_atlas_that_is_not_complete_says_what_to_do(tmp_path):
    path = tmp_path / "atlas.sqlite"
    sf.atlas.build(sites=3, path=path)
    with pytest.raises(sf.NetworkError, match=r"lacks all of .*build\(sites=4"):
        sf.atlas(sites=4, path=path)
