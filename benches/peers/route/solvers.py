"""How each solver is asked for a closed tour, as its own documentation has it.

A solver is given the instance once and answers a function of a budget in seconds and a seed. What
it does first is the caller's: the table of costs, in the form that the solver takes. The returned
function is what is measured: all that a solver makes of its input, its own model too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
from instances import Instance, degrees

Order = list[int]
# Budget in seconds and seed to an order, `None` where the solver found none in time.
Ask = Callable[[float, int], Order | None]


def by_fieldbeat(instance: Instance) -> Ask:
    """By coordinates where there are any, so without a table."""
    import fieldbeat

    if instance.table:
        return by_fieldbeat_of_matrix(instance)
    x, y = np.asarray(instance.x), np.asarray(instance.y)
    geographic = instance.rounding == "GEO"
    if geographic:
        x, y = degrees(x), degrees(y)

    def ask(seconds: float, seed: int) -> Order:
        options = {"seed": seed, "budget": {"time_ms": seconds * 1000}}
        if geographic:
            tour = fieldbeat.order_stops(x, y, metric="haversine", **options)
        else:
            tour = fieldbeat.order_plane(x, y, **options)
        return tour["order"].to_numpy()

    return ask


def by_fieldbeat_of_matrix(instance: Instance) -> Ask:
    """By the same table of rounded costs that peers get."""
    import fieldbeat

    table = instance.matrix().astype(float)

    def ask(seconds: float, seed: int) -> Order:
        tour = fieldbeat.order_matrix(table, seed=seed, budget={"time_ms": seconds * 1000})
        return tour["order"].to_numpy()

    return ask


def by_fast_tsp(instance: Instance) -> Ask:
    """Its distances have 16 bits: longer ones are scaled down. It takes no seed."""
    import fast_tsp

    table = instance.matrix()
    longest = table.max()
    if longest > 65_535:
        table = np.rint(table * (65_535 / longest)).astype(np.int32)
    return lambda seconds, seed: fast_tsp.find_tour(table, seconds)


def by_elkai(instance: Instance) -> Ask:
    """LKH 3, ten runs as by default. It takes neither a budget nor a seed."""
    import elkai

    table = elkai.DistanceMatrix(instance.matrix().tolist())
    return lambda seconds, seed: table.solve_tsp()[:-1]


def by_or_tools(instance: Instance) -> Ask:
    """The routing library with guided local search, as its page on travelling salesmen advises."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    table = instance.matrix().tolist()

    def ask(seconds: float, seed: int) -> Order | None:
        manager = pywrapcp.RoutingIndexManager(instance.n, 1, 0)
        routing = pywrapcp.RoutingModel(manager)
        routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(table))
        search = pywrapcp.DefaultRoutingSearchParameters()
        search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
        search.local_search_metaheuristic = (
            routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        )
        search.time_limit.FromMilliseconds(round(seconds * 1000))
        found = routing.SolveWithParameters(search)
        if found is None:
            return None
        order, at = [], routing.Start(0)
        while not routing.IsEnd(at):
            order.append(manager.IndexToNode(at))
            at = found.Value(routing.NextVar(at))
        return order

    return ask


def by_pyvrp(instance: Instance) -> Ask:
    """One vehicle; stop 0 is its depot."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    table, none = instance.matrix().astype(np.int64), np.zeros((instance.n, instance.n), np.int64)
    places = instance.x or [0] * instance.n, instance.y or [0] * instance.n

    def ask(seconds: float, seed: int) -> Order | None:
        problem = pyvrp.ProblemData(
            [pyvrp.Location(x, y) for x, y in zip(*places, strict=True)],
            [pyvrp.Client(stop) for stop in range(1, instance.n)],
            [pyvrp.Depot(0)],
            [pyvrp.VehicleType()],
            [table],
            [none],
        )
        found = pyvrp.solve(problem, MaxRuntime(seconds), seed, False, False)
        if not found.is_feasible():
            return None
        (route,) = found.best.routes()
        return [0, *(visit.idx + 1 for visit in route if visit.is_client())]

    return ask


def by_vroom(instance: Instance) -> Ask:
    """One vehicle that starts and ends at stop 0; the deepest search. It takes no seed."""
    import vroom

    table = instance.matrix()

    def ask(seconds: float, seed: int) -> Order | None:
        problem = vroom.Input()
        problem.set_durations_matrix("car", table)
        problem.add_vehicle(vroom.Vehicle(0, start=0, end=0))
        problem.add_job([vroom.Job(stop, location=stop) for stop in range(1, instance.n)])
        found = problem.solve(5, nb_threads=1, timeout=timedelta(seconds=seconds))
        if found.summary.unassigned:
            return None
        steps = found.routes
        return [0, *steps[steps["type"] == "job"]["id"].astype(int)]

    return ask


def by_python_tsp(instance: Instance) -> Ask:
    """Its exact search for the few stops that it is for, else the one that has a limit of time."""
    from python_tsp.exact import solve_tsp_dynamic_programming
    from python_tsp.heuristics import solve_tsp_local_search

    table = instance.matrix()
    if instance.n <= 12:
        return lambda seconds, seed: solve_tsp_dynamic_programming(table)[0]
    return lambda seconds, seed: solve_tsp_local_search(table, max_processing_time=seconds)[0]


PYTHON: dict[str, Callable[[Instance], Ask]] = {
    "fieldbeat": by_fieldbeat,
    "fieldbeat, matrix": by_fieldbeat_of_matrix,
    "fast-tsp": by_fast_tsp,
    "LKH (elkai)": by_elkai,
    "OR-Tools": by_or_tools,
    "PyVRP": by_pyvrp,
    "VROOM": by_vroom,
    "python-tsp": by_python_tsp,
}
