"""Counted work: parts are charged to the whole, the end is the same everywhere, the clock is a fence only."""

import math
import time

import pytest

from symflux.errors import WorkerError
from symflux.work.budget import Budget, Spent
from symflux.work.child import run_counted


def test_a_part_gets_at_most_what_is_left_and_charges_the_whole():
    whole = Budget(1.0)
    whole.charge(400_000)
    part = whole.part(5.0)
    part.charge(500_000)
    assert (part.left, whole.left) == (0.1, 0.1)


def test_the_last_piece_of_work_may_exceed_what_is_left():
    budget = Budget(0.1)
    budget.charge(1_000_000)
    assert (budget.left, budget.is_spent) == (0.0, True)
    with pytest.raises(Spent):
        budget.require()


def test_no_limit_is_never_spent():
    budget = Budget(math.inf)
    budget.charge(10**15)
    assert not budget.is_spent
    assert budget.part(2.0).left == 2.0


def test_of_leaves_a_budget_as_it_is():
    budget = Budget(2.0)
    assert Budget.of(budget) is budget
    assert Budget.of(3).left == 3.0


def test_waiting_does_not_count_but_brings_the_fence_nearer():
    budget = Budget(0.01, clock=10.0)
    time.sleep(0.05)
    assert budget.left == 0.01
    assert 9.0 < budget.clock < 9.96
    assert budget.part(0.001).clock <= 9.96


def work(steps, budget):
    budget.charge(steps)
    return steps


def hang(budget):
    while True:
        pass


def test_a_child_charges_its_parent():
    budget = Budget(1.0)
    assert run_counted(work, 250_000, budget=budget) == 250_000
    assert budget.spent == 0.25


def test_a_child_that_counts_nothing_is_ended_and_charged_in_full():
    budget = Budget(0.1)
    with pytest.raises(WorkerError):
        run_counted(hang, budget=budget)
    assert budget.is_spent
