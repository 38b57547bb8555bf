from hypothesis import settings,Phase, HealthCheck
from hypothesis.stateful import RuleBasedStateMachine, initialize, run_state_machine_as_test
from integration.walk.walk_machine import Walk
from integration.walk.walk_world import Bench
from hypothesis import strategies as st
import sys,time
bench=Bench()
class M(Walk):
    bench=bench
t=time.time()
try:
    run_state_machine_as_test(M, settings=settings(max_examples=int(sys.argv[1]),stateful_step_count=20,deadline=None,database=None,derandomize=len(sys.argv)<3,phases=(Phase.generate,) if len(sys.argv)<4 else (Phase.generate,Phase.shrink),suppress_health_check=list(HealthCheck)))
finally:
    print(bench.walks,bench.steps,time.time()-t)
