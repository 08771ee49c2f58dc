import { BarChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, GridComponent, SVGRenderer]);

/**
 * @param {number[]} values
 * @returns {string} an SVG
 */
export function draw(values) {
	const chart = init(null, null, { renderer: 'svg', ssr: true, width: 480, height: 240 });
	chart.setOption({
		animation: false,
		xAxis: { data: values.map((_, index) => `${index + 1}`) },
		yAxis: {},
		series: [{ type: 'bar', data: values }]
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}
