-- Looks at windows. KEYS: theirs. Told: of each how many requests it saw, and for how many milliseconds it lasts, less
-- than none where there is no such window.
local told = {}
for _, key in ipairs(KEYS) do
  told[#told + 1] = tonumber(redis.call('GET', key) or 0)
  told[#told + 1] = redis.call('PTTL', key)
end
return told
