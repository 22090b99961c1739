--[[
  Takes one attempt at a secret. From the fifth on each locks the next one out, for a minute, two, four, up to an hour.

  KEYS[1] number of attempts   KEYS[2] the lock

  ARGV[1] how long attempts are remembered, in seconds

  Returns 0 taken, else the ms until there is one to take.
]]
local wait = redis.call('PTTL', KEYS[2])
if wait > 0 then return wait end
local attempts = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[1])
if attempts >= 5 then
  redis.call('SET', KEYS[2], '', 'EX', math.min(60 * 2 ^ (attempts - 5), 3600))
end
return 0
