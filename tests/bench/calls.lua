-- Makes one call over and over for wrk, each time about another resource, and counts other answers
-- than 2xx. Its argument is a plan (load.py writes it): method, path, body, headers, tokens, first,
-- last, delay; `{n}` in a text stands for the number of the call, `{caller}` for who makes it.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  plan = dofile(args[1])
  n = plan.first
  other = 0
  ran_out = false
  if plan.delay > 0 then
    -- Milliseconds before each call of a connection; equal ones would have all call at once.
    delay = function() return math.random(0, 2 * plan.delay) end
  end
end

local function filled(text, caller)
  return (text:gsub("{n}", ("%012d"):format(n)):gsub("{caller}", caller))
end

function request()
  local caller = n % #plan.tokens
  local headers = { Authorization = "Bearer " .. plan.tokens[caller + 1] }
  for name, value in pairs(plan.headers) do
    headers[name] = filled(value, caller)
  end
  local message = wrk.format(plan.method, filled(plan.path, caller), headers, filled(plan.body, caller))
  n = n + 1
  if n > plan.last then
    ran_out = true
    wrk.thread:stop()
  end
  return message
end

function response(status)
  if status < 200 or status > 299 then
    other = other + 1
  end
end

function done(summary, latency)
  local thread, errors = threads[1], summary.errors
  io.write(("RESULT %d %d %d %d %d %d %s\n"):format(
    summary.requests, summary.duration, latency:percentile(99), thread:get("other"),
    errors.connect + errors.read + errors.write + errors.timeout, thread:get("n"),
    tostring(thread:get("ran_out"))))
end
