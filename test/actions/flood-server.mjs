// A web server of its own process: GET /<bytes> answers with that many. Says its port on stdout.
import { createServer } from 'node:http';

const LINE = 'All work and no play makes a dull job, and the bell rings on.\n';
const PIECE = Buffer.from(LINE.repeat(1024));

const server = createServer((request, response) => {
  let left = Number(request.url?.slice(1));
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': left });
  const pour = () => {
    while (left > 0) {
      const piece = left < PIECE.length ? PIECE.subarray(0, left) : PIECE;
      left -= piece.length;
      if (!response.write(piece)) return;
    }
    response.end();
  };
  response.on('drain', pour);
  pour();
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address?.port);
});
