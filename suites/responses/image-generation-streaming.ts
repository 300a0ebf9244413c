import { isPicture, objects, offersTool, scenario } from '#scenario';

/** The picture as far as it is painted, while it is painted. The documentation says that this is not supported. */
export default scenario('responses/image-generation-streaming', {
  async run({ responses, check, calledDeployment }) {
    const events = await responses.stream(
      {
        input: 'Generate a picture: nothing but plain solid blue. Say nothing about it.',
        tools: [
          {
            type: 'image_generation',
            partial_images: 1,
            quality: 'low',
            size: '1024x1024',
            output_format: 'jpeg',
            output_compression: 20,
          },
        ],
      },
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
