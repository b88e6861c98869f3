"""Work on a GPU, captured once as a graph: played again it costs one launch."""

from collections.abc import Callable

import torch


def captured(
    work: Callable[[], object],
    generator: torch.Generator | None = None,
    beside: torch.cuda.CUDAGraph | None = None,
) -> torch.cuda.CUDAGraph:
    """The graph of `work`, which runs twice before. It reads and writes tensors that outlive it.

    `generator`: where its random numbers come from; `beside`: a graph whose memory it may use too, as the two
    never run at once and neither keeps anything there.
    """
    stream = torch.cuda.Stream()  # one for both: a library's workspace is held for each stream
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(2):
            work()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    if generator is not None:
        graph.register_generator_state(generator)
    pool = None if beside is None else beside.pool()
    # others may load adapters meanwhile
    with torch.cuda.graph(graph, pool=pool, stream=stream, capture_error_mode="thread_local"):
        work()
    return graph
