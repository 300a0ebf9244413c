import { isPicture, objects, offersTool, scenario } from '#scenario';
import { paintBlue } from './tools/paint-blue.ts';

/** The picture as far as it is painted, while it is painted. The documentation says that this is not supported. */
export default scenario('responses/image-generation-streaming', {
  async run({ responses, check, calledDeployment }) {
    const events = await responses.stream(
      { input: paintBlue.input, tools: [{ ...paintBlue.tool, partial_images: 1 }] },
      { headers: { 'x-ms-oai-image-generation-deployment': calledDeployment } },
    );
    const partial = events.find((event) => event.type === 'response.image_generation_call.partial_image');
    const last = events.at(-1);
    check.must('partial', isPicture(partial?.partial_image_b64), 'an event holds the picture so far');
    check.must('completed', last?.type === 'response.completed', 'the last event is response.completed');
    if (last?.type !== 'response.completed') return;
    const call = last.response.output.find((item) => item.type === 'image_generation_call');
    check.must('picture', isPicture(call?.result), 'the finished call holds a picture in base64');
  },
  recognise: (seen) => {
    const asked = seen.streaming || seen.request?.stream === true;
    if (seen.operation !== 'responses.create' || !asked || !offersTool(seen, 'image_generation')) return null;
    if (seen.error) return [];
    const call = objects(seen.answer?.output).find((item) => item.type === 'image_generation_call');
    return call === undefined ? null : [{ id: 'picture', ok: isPicture(call.result) }];
  },
  parameters: ['stream', 'tools', 'partial_images'],
});
