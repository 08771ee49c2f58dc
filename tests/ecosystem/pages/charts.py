"""Charts, maps, motion and numbers."""

from ecosystem.page import Page

PAGES = (
    Page(
        "layerchart",
        "layerchart d3-scale d3-shape",
        "a chart with axes and a line",
        shows=("0 500 1,000 1,500 2,000 day 0", "3 days"),
        steps=("click 3 days", "see 4 days", "see day 3"),
    ),
    Page(
        "d3-format",
        "d3-format d3-scale d3-time-format",
        "formatted numbers, ticks and dates",
        shows=("1,234,567.89 12% 420µ", "0% 20% 40% 60% 80% 100%, March 09, 2024, 5"),
        steps=("click ,.2f", "see 1.23M"),
    ),
    Page(
        "chartjs",
        "svelte-chartjs chart.js",
        "two charts on a canvas",
        shows=("chart.js 4", "votes"),
        steps=("click votes", "see votes 12+19+3"),
    ),
    Page(
        "svelte-echarts",
        "svelte-echarts echarts",
        "a chart on a canvas",
        shows=("ECharts Example",),
        steps=("click ECharts Example", "see Renamed"),
    ),
    Page(
        "echarts-ssr",
        "echarts",
        "a chart as SVG, made on the server",
        shows=("shirts cardigans chiffons", "3 bars"),
        steps=("click 3 bars", "see 4 bars"),
    ),
    Page(
        "humanspeak-motion",
        "@humanspeak/svelte-motion",
        "animated elements, taps and presence",
        shows=("Animated", "tapped 0"),
        steps=("click tapped 0", "see tapped 1"),
    ),
    Page(
        "svelte-motion",
        "svelte-motion",
        "animated elements and motion values",
        shows=("doubled 20", "closed"),
        steps=("click closed", "see open"),
    ),
    Page(
        "threlte",
        "@threlte/core three",
        "a scene in 3D, and vectors on the server",
        shows=("length 3, colour ff6347, 180 degrees",),
        steps=("click grow", "see length 6.4"),
    ),
    Page(
        "maplibre",
        "svelte-maplibre-gl maplibre-gl",
        "a map, and coordinates on the server",
        shows=("LngLat(139.767, 35.681) inside", "140"),
        steps=("click 140", "see 150"),
    ),
    Page(
        "leaflet",
        "leaflet",
        "a map that is loaded in the browser",
        shows=("zoom 13",),
        steps=("click Zoom in", "see zoom 14"),
    ),
    Page(
        "d3",
        "d3",
        "scales, arcs, hierarchies, random numbers, CSV and projections",
        shows=(
            "mean 38.5, sum 7, extent 5-20",
            "random 0.252345, rgb(128, 0, 128), 42M",
            "60 days, 17,-18",
        ),
        steps=("click 3 bars", "see 4 bars", "see extent 5-40"),
    ),
    Page(
        "mathjs",
        "mathjs",
        "expressions, complex numbers, derivatives, units and matrices",
        shows=("= 7.8", "2i, 2 * x + 1, 14", "5 inch, [17, 39]"),
        steps=("fill expression: sqrt(16) + 1", "see = 5"),
    ),
    Page(
        "gsap",
        "gsap",
        "helpers on the server, and an animation",
        shows=("box", "100 250 7", "moved to 0"),
        steps=("click moved to 0", "see moved to 50"),
    ),
)
