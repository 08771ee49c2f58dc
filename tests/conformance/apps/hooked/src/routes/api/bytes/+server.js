export const GET = () => new Response(new Uint8Array([0, 200, 255, 60]), { headers: { 'content-type': 'application/octet-stream' } });
