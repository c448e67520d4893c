-- Sends the requests of a file, one after another: each is six digits of length and so many bytes. One file a thread.
-- With "again" it begins anew at the end; else it stops there, because no request may be sent twice.
local number = 0
local threads = {}

function setup(thread)
   thread:set("number", number)
   thread:set("exhausted", 0)
   number = number + 1
   threads[#threads + 1] = thread
end

function init(args)
   file = assert(io.open(args[1] .. "." .. number, "rb"))
   file:setvbuf("full", 1048576)
   again = args[2] == "again"
end

function request()
   local length = file:read(6)
   if not length and again then
      file:seek("set")
      length = file:read(6)
   end
   if not length then
      exhausted = 1
      wrk.thread:stop()
      return "GET /exhausted HTTP/1.1\r\nHost: none\r\n\r\n"
   end
   return file:read(tonumber(length))
end

function done(summary, latency, requests)
   local spent = 0
   for _, thread in ipairs(threads) do spent = spent + thread:get("exhausted") end
   local errors = summary.errors
   io.write(string.format(
      'BURST {"requests":%d,"micros":%d,"bytes":%d,"status":%d,"broken":%d,"exhausted":%d,"p50":%d,"p99":%d}\n',
      summary.requests, summary.duration, summary.bytes, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout, spent,
      latency:percentile(50), latency:percentile(99)))
end
