--[[
  Gives a lock back if it is still ours; one that ran out may be somebody else's by now.

  KEYS[1] the lock

  ARGV[1] the token it was taken with

  Returns 1 given back, 0 it was not ours any more.
]]
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
