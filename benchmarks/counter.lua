-- What counter.py reads of a run of wrk: answers, microseconds, 95th percentile (microseconds), answers that were wrong.
function done(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("result %d %d %f %d", summary.requests, summary.duration, latency:percentile(95), wrong))
end
