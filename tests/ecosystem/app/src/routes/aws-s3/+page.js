import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

export const load = async () => {
	const client = new S3Client({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
	const command = new GetObjectCommand({ Bucket: 'photos', Key: 'a.jpg' });
	return { region: await client.config.region(), key: command.input.Key };
};
