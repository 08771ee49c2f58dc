import OpenAI from 'openai';

export const load = async ({ fetch, url }) => {
	const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${url.origin}/api/openai`, fetch, dangerouslyAllowBrowser: true });
	const completion = await client.chat.completions.create({
		model: 'test',
		messages: [{ role: 'user', content: 'Write a bedtime story about a unicorn.' }]
	});
	return { story: completion.choices[0].message.content };
};
