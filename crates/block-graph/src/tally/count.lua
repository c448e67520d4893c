-- Takes a nonce, looks at a window, counts in windows: all or nothing of each, in this order, until the first no.
-- KEYS: the nonce's and the looked-at window's, where there are such; then those of the windows to count in.
-- ARGV: for how many milliseconds the nonce is remembered, or ''; how many requests the looked-at window allows, or '';
-- then of each window to count in how many requests it allows, and its length in milliseconds.
-- Told: 0 all is well, 1 the nonce is known, 2 the looked-at window is exceeded, 3 the last window told is; then of each
-- window how many requests it saw, and for how many milliseconds it lasts.
local at, told = 0, {0}
if ARGV[1] ~= '' then
  at = at + 1
  if not redis.call('SET', KEYS[at], '', 'NX', 'PX', ARGV[1]) then return {1} end
end
if ARGV[2] ~= '' then
  at = at + 1
  local used = tonumber(redis.call('GET', KEYS[at]) or 0)
  if used > tonumber(ARGV[2]) then return {2, used, redis.call('PTTL', KEYS[at])} end
end
for n = 3, #ARGV, 2 do
  at = at + 1
  local key, max = KEYS[at], tonumber(ARGV[n])
  local used, left = redis.call('INCR', key), -1
  if used > 1 then left = redis.call('PTTL', key) end
  if left < 0 then
    left = tonumber(ARGV[n + 1])
    redis.call('PEXPIRE', key, left)
  end
  told[#told + 1] = used
  told[#told + 1] = left
  if used > max then
    told[1] = 3
    -- What is refused is seen once, so that the window is known to be exceeded, and not counted any further.
    if used > max + 1 then redis.call('DECR', key) end
    return told
  end
end
return told
