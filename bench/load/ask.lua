-- The same with the one request that bots of the earlier program know: GET /generate_dynamic_page.
dofile(os.getenv("BENCH_SUMMARY"))

local run = os.getenv("BENCH_RUN")
local made = 0

request = function()
  made = made + 1
  wrk.path = "/generate_dynamic_page?client_id=bench-" .. run .. "-" .. made
    .. "&telefono=5215512345678&flow_name=Balance&fecha_cumple="
    .. string.format("%d-%02d-%02d", 1950 + made % 55, 1 + made % 12, 1 + made % 28)
  return wrk.format()
end

init = function()
  wrk.headers["X-API-Key"] = os.getenv("BENCH_KEY")
end
